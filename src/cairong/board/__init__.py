"""The joint board of the four authorities: tasks, minutes, documents, data-sharing. 三(一)-1"""
