//! The API as a client meets it: a real district in a folder that vanishes, people of every role, good requests and bad ones.

mod calendar;
mod counts;
mod desks;
mod figures;
mod filing;
mod form;
mod house;
mod input;
mod lay;
mod line;
mod office;
mod people;
mod practice;
mod preferences;
mod registers;
mod rights;
mod server;
mod trouble;
mod upkeep;
mod wall;
mod work;
mod worklists;
