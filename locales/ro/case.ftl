# The case: thread, customer's card, questions about it.
