-- The search is made anew, behind the work: names inside words and signs (👍) are in it now.
UPDATE desks SET searched_from = 9223372036854775807;
UPDATE desks SET phase = 'search' WHERE phase = 'done';
