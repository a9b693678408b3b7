# The composer and the review.
