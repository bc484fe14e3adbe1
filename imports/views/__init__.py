"""Pages of files: in and out. REG-10 PLT-8"""
