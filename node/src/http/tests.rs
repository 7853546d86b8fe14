//! The API as a client meets it: a real district in a folder that vanishes, people of every role, good requests and bad ones.

mod counts;
mod house;
mod input;
mod people;
mod server;
mod work;
