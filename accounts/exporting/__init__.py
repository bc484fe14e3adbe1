"""What leaves the register as a file, one file a noun. REG-10"""
