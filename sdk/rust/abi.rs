// SPDX-License-Identifier: Apache-2.0
//! causa/abi.h once more, field by field; the header's comments are the contract. tests/abi compares
//! size and place of every field with sdk/abi/v1.layout, so that the two can't drift apart.

use std::os::raw::c_void;

pub const MAJOR: u32 = 1;
pub const MINOR: u32 = 0;
pub const TIME_UNKNOWN: i64 = i64::MIN;

pub const OK: i32 = 0;
pub const ERROR_ARGUMENT: i32 = 1;
pub const ERROR_UNSUPPORTED: i32 = 2;
pub const ERROR_CONFIG: i32 = 3;
pub const ERROR_MEMORY: i32 = 4;
pub const ERROR_LIMIT: i32 = 5;
pub const ERROR_CANCELLED: i32 = 6;
pub const ERROR_INTERNAL: i32 = 7;

pub const NUMBER: u32 = 1;
pub const INTEGER: u32 = 2;
pub const TRUTH: u32 = 3;

pub const QUALITY_BELOW: u8 = 1;
pub const QUALITY_ABOVE: u8 = 2;
pub const QUALITY_UNIT_ASSUMED: u8 = 4;
pub const QUALITY_PRELIMINARY: u8 = 8;
pub const QUALITY_HEMOLYZED: u8 = 16;
pub const QUALITY_TIED: u8 = 32;

pub const LOG_DEBUG: i32 = 1;
pub const LOG_INFO: i32 = 2;
pub const LOG_WARNING: i32 = 3;
pub const LOG_ERROR: i32 = 4;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Str {
    pub ptr: *const u8,
    pub len: u64,
}

impl Str {
    pub const fn of(text: &str) -> Str {
        Str { ptr: text.as_ptr(), len: text.len() as u64 }
    }

    /// # Safety
    /// The text must live as long as it is used.
    pub unsafe fn text<'a>(self) -> &'a str {
        if self.len == 0 {
            return "";
        }
        let bytes = unsafe { std::slice::from_raw_parts(self.ptr, self.len as usize) };
        std::str::from_utf8(bytes).unwrap_or("")
    }
}

#[repr(C)]
pub struct Column {
    pub struct_size: u32,
    pub kind: u32, // `type` in C
    pub values: *const c_void,
    pub valid: *const u64,
    pub offsets: *const u32,
    pub time_ms: *const i64,
    pub quality: *const u8,
}

#[repr(C)]
pub struct Output {
    pub struct_size: u32,
    pub kind: u32, // `type` in C
    pub values: *mut c_void,
    pub valid: *mut u64,
    pub time_ms: *mut i64,
}

#[repr(C)]
pub struct Batch {
    pub struct_size: u32,
    pub row_count: u32,
    pub column_count: u32,
    pub output_count: u32,
    pub as_of_ms: i64,
    pub columns: *const *const Column,
}

#[repr(C)]
pub struct Host {
    pub struct_size: u32,
    pub abi_minor: u32,
    pub ctx: *mut c_void,
    pub log: unsafe extern "C" fn(*mut c_void, i32, Str),
    pub set_error: unsafe extern "C" fn(*mut c_void, Str),
    pub scratch: unsafe extern "C" fn(*mut c_void, u64, u64) -> *mut c_void,
    pub cancelled: unsafe extern "C" fn(*mut c_void) -> i32,
    pub get_extension: unsafe extern "C" fn(*mut c_void, Str) -> *const c_void,
}

#[repr(C)]
pub struct Plugin {
    pub struct_size: u32,
    pub abi_minor_built: u32,
    pub abi_minor_needed: u32,
    pub reserved: u32,
    pub id: Str,
    pub version: Str,
    pub manifest: Str,
    pub create: unsafe extern "C" fn(*const Host, Str, *mut *mut c_void) -> i32,
    pub destroy: unsafe extern "C" fn(*mut c_void),
    pub derive: unsafe extern "C" fn(*mut c_void, u32, *const Batch, *const *const Output) -> i32,
    pub get_extension: Option<unsafe extern "C" fn(Str) -> *const c_void>,
}

#[repr(C)]
pub struct NoteHeader {
    pub abi_major: u32,
    pub abi_minor_needed: u32,
    pub manifest_length: u64,
}
