//! The integration tests, one binary: the real server, the real store, the real program in a real terminal.

mod architecture;
mod demo;
mod generated;
mod import;
mod requirements;
mod samples;
mod samples_served;
mod seal;
mod server_bulk;
mod server_cases;
mod server_feed;
mod server_letters;
mod server_process;
mod server_storage;
mod server_support;
mod server_threads;
mod server_wire;
mod store_case;
mod store_load;
mod store_queue;
mod store_work;
mod store_world;
mod sync_cli;
mod sync_desk;
mod sync_proxy;
mod texts;
