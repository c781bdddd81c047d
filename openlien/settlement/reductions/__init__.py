"""What the law and the doctrines leave of a lien; pure.

Every statutory number comes from `settlement.law`.
"""
