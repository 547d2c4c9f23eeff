"""Events that make the policy known: whom they reach, who comes, what comes of them. 三(三)"""
