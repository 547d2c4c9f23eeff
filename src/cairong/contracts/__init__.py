"""Awards, contracts and their filing. 二(二)"""
