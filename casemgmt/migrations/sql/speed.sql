SELECT 1; -- speed: nothing yet
