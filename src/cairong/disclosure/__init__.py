"""What the public may see: immutable published versions, and the acts that publish. 二(二)-3…6"""
