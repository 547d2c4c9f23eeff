"""Letters of urging: the bureau's, and those of whoever got one."""
