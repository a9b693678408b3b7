//! What a desk is to the workstation: trait Backend, one folder a kind of desk.
