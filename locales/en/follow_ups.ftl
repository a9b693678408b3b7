# follow_ups
