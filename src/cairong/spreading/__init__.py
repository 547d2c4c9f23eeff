"""Whether the policy is known: surveys, and stories of loans with their sides' consent. 三(三)"""
