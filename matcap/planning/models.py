"""What a trust does about it: the priorities that follow from an assessment."""
