"""The settlement calculation as a receipt: inputs beside their sources, the fee, the net, what-ifs."""
