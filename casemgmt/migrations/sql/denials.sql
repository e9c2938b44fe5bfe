SELECT 1; -- denials: nothing yet
