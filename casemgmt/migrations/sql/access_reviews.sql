SELECT 1; -- access_reviews: nothing yet
