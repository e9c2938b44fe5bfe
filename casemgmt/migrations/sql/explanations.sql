SELECT 1; -- explanations: nothing yet
