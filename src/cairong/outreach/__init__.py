"""The notice letter, messages, and who has read them. 三(三) 附"""
