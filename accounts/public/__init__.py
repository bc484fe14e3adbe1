"""What everybody may ask and tell without signing in. REG-9 REG-11"""
