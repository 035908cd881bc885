// SPDX-License-Identifier: Apache-2.0
//! What the author of a library in Rust uses. No crates, no cargo: rustc 1.63 or later makes a library
//! of this file, and the module's file is built against it (docs/writing-a-plugin.md; `causa plugins
//! new ID --lang rust` writes a whole project). Write
//!
//! ```ignore
//! struct Example;
//! impl causa::Module for Example {
//!     fn new(config: &causa::Config) -> Result<Self, String> { Ok(Example) }
//!     fn derive(&self, step: u32, batch: &causa::Batch, out: &mut causa::Outputs)
//!         -> Result<(), String> { Ok(()) }
//! }
//! causa::plugin!(Example, "build/example.note.rs");
//! ```
//!
//! One instance is made for each worker thread; it is never used by two threads at once. A panic or
//! an Err becomes a status and a text, and the facts of the step are unknown for the batch.
#![deny(unsafe_op_in_unsafe_fn)]

pub mod abi;
mod columns;
mod config;
pub mod testing;

pub use abi::TIME_UNKNOWN;
pub use columns::{Batch, Numbers, NumberLists, NumberOutput, Outputs, TruthOutput, Truths};
pub use config::Config;

use std::os::raw::c_void;
use std::panic::{catch_unwind, AssertUnwindSafe};

pub trait Module: Sized {
    /// Reads the settings; Err names the one that is wrong.
    fn new(config: &Config) -> Result<Self, String>;

    /// Fills the outputs of one step, a pure function of the settings and the batch. What isn't set
    /// stays unknown. Never name a patient's values in an Err.
    fn derive(&self, step: u32, batch: &Batch, out: &mut Outputs) -> Result<(), String>;
}

/// The manifest's bytes in a section of their own, as the host wants them (docs/abi.md).
#[repr(C, align(4))]
pub struct Note<const LENGTH: usize>(pub [u8; LENGTH]);

/// The table may be in a static: it points at statics only.
#[repr(transparent)]
pub struct Table(pub abi::Plugin);
unsafe impl Sync for Table {}

struct Instance<M> {
    host: *const abi::Host,
    module: M,
}

fn fail(host: *const abi::Host, status: i32, text: &str) -> i32 {
    // Safety: the host's table is good from create until destroy has returned.
    unsafe { ((*host).set_error)((*host).ctx, abi::Str::of(text)) };
    status
}

fn guarded(host: *const abi::Host, status: i32, work: impl FnOnce() -> Result<(), String>) -> i32 {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(())) => abi::OK,
        Ok(Err(text)) => fail(host, status, &text),
        Err(_) => fail(host, abi::ERROR_INTERNAL, "the library panicked"),
    }
}

/// # Safety
/// Called by the host, as causa/abi.h says.
pub unsafe extern "C" fn create<M: Module>(
    host: *const abi::Host,
    config: abi::Str,
    instance: *mut *mut c_void,
) -> i32 {
    if host.is_null() || instance.is_null() {
        return abi::ERROR_ARGUMENT;
    }
    unsafe { *instance = std::ptr::null_mut() };
    guarded(host, abi::ERROR_CONFIG, || {
        let module = M::new(&Config::of(unsafe { config.text() })?)?;
        unsafe { *instance = Box::into_raw(Box::new(Instance { host, module })).cast() };
        Ok(())
    })
}

/// # Safety
/// Called by the host, as causa/abi.h says.
pub unsafe extern "C" fn destroy<M: Module>(instance: *mut c_void) {
    if !instance.is_null() {
        let _ = catch_unwind(|| drop(unsafe { Box::from_raw(instance.cast::<Instance<M>>()) }));
    }
}

/// # Safety
/// Called by the host, as causa/abi.h says.
pub unsafe extern "C" fn derive<M: Module>(
    instance: *mut c_void,
    step: u32,
    batch: *const abi::Batch,
    out: *const *const abi::Output,
) -> i32 {
    if instance.is_null() || batch.is_null() || out.is_null() {
        return abi::ERROR_ARGUMENT;
    }
    let it = unsafe { &*instance.cast::<Instance<M>>() };
    guarded(it.host, abi::ERROR_INTERNAL, || {
        let (batch, mut out) = unsafe { (Batch::of(&*batch), Outputs::of(&*batch, out)) };
        it.module.derive(step, &batch, &mut out)
    })
}

/// Once in a library: the note, the table and the entry. The second argument is what
/// `causa-manifest note NAME.yaml -o NAME.note --rust NAME.note.rs` wrote, as a path from this file.
#[macro_export]
macro_rules! plugin {
    ($module:ty, $note:literal) => {
        mod causa_note {
            include!($note);
        }

        #[used]
        #[link_section = ".note.causa"]
        static CAUSA_NOTE: $crate::Note<{ causa_note::NOTE.len() }> = $crate::Note(*causa_note::NOTE);

        static CAUSA_TABLE: $crate::Table = $crate::Table($crate::abi::Plugin {
            struct_size: std::mem::size_of::<$crate::abi::Plugin>() as u32,
            abi_minor_built: $crate::abi::MINOR,
            abi_minor_needed: causa_note::ABI_MINOR_NEEDED,
            reserved: 0,
            id: $crate::abi::Str::of(causa_note::MODULE_ID),
            version: $crate::abi::Str::of(causa_note::MODULE_VERSION),
            manifest: $crate::abi::Str {
                ptr: unsafe { CAUSA_NOTE.0.as_ptr().add(causa_note::MANIFEST_OFFSET) },
                len: causa_note::MANIFEST_LENGTH,
            },
            create: $crate::create::<$module>,
            destroy: $crate::destroy::<$module>,
            derive: $crate::derive::<$module>,
            get_extension: None,
        });

        #[no_mangle]
        pub extern "C" fn causa_plugin_v1() -> *const $crate::abi::Plugin {
            &CAUSA_TABLE.0
        }
    };
}
