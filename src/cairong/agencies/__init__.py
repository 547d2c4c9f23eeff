"""代理机构: written agreements by which purchasers let agencies act, and procurement files.

An agency acts for a purchaser only while an agreement of both holds and covers the project
(采购法§19, §20, 条例§16). It issues procurement files, records awards, sends letters; its name
stands under no contract.
"""
