"""The notice letter, messages to the next holder, and who has read them. 三(三) 附"""
