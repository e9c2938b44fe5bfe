SELECT 1; -- gates: nothing yet
