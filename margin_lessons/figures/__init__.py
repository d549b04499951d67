"""A state -> one picture that is updated in place, and the sentence and table that say the same."""
