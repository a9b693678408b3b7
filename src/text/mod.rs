//! Text from outside made safe; width, wrapping, folding, sentences, words. Uses no other room.
