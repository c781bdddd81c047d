"""What happens on a case account: claims, adjustments, settlement, refund, closing, opening."""
