"""What the public may see: immutable published versions, read, searched, checked. 二(二)-3…6"""
