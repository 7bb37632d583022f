"""What counts as an answer: one predicate a file."""
