"""Whether the policy is known: surveys of awareness, by link and on paper. 三(三)"""
