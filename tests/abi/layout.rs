// SPDX-License-Identifier: Apache-2.0
//! Prints size and place of every field of sdk/rust/abi.rs, as sdk/abi/layout.c does of causa/abi.h;
//! check_layout.py compares both with sdk/abi/v1.layout. Places are told by addresses of memory that
//! is never read, for rustc 1.63 has no offset_of!.

use causa::abi::*;
use std::mem::{size_of, MaybeUninit};
use std::ptr::addr_of;

fn size_of_pointee<T>(_: *const T) -> usize {
    size_of::<T>()
}

/// `$c`: the names in C, where they differ from those here.
macro_rules! layout {
    ($type:ident as $c_type:literal: $($field:ident $(as $c_field:literal)?),+) => {{
        println!("{} size {}", $c_type, size_of::<$type>());
        let memory = MaybeUninit::<$type>::uninit();
        let begin = memory.as_ptr();
        $({
            let place = unsafe { addr_of!((*begin).$field) };
            let name = [stringify!($field) $(, $c_field)?].last().unwrap().to_string();
            println!("{}.{} offset {} size {}", $c_type, name, place as usize - begin as usize,
                     size_of_pointee(place));
        })+
    }};
}

macro_rules! codes {
    ($($name:ident as $c_name:literal),+) => { $(println!("{} {}", $c_name, $name as i64);)+ };
}

fn main() {
    layout!(Str as "causa_str": ptr, len);
    layout!(Column as "causa_column":
            struct_size, kind as "type", values, valid, offsets, time_ms, quality);
    layout!(Output as "causa_output": struct_size, kind as "type", values, valid, time_ms);
    layout!(Batch as "causa_batch":
            struct_size, row_count, column_count, output_count, as_of_ms, columns);
    layout!(Host as "causa_host":
            struct_size, abi_minor, ctx, log, set_error, scratch, cancelled, get_extension);
    layout!(Plugin as "causa_plugin":
            struct_size, abi_minor_built, abi_minor_needed, reserved, id, version, manifest, create,
            destroy, derive, get_extension);
    layout!(NoteHeader as "causa_note_header": abi_major, abi_minor_needed, manifest_length);
    codes!(MAJOR as "CAUSA_ABI_MAJOR", OK as "CAUSA_OK", ERROR_ARGUMENT as "CAUSA_ERROR_ARGUMENT",
           ERROR_UNSUPPORTED as "CAUSA_ERROR_UNSUPPORTED", ERROR_CONFIG as "CAUSA_ERROR_CONFIG",
           ERROR_MEMORY as "CAUSA_ERROR_MEMORY", ERROR_LIMIT as "CAUSA_ERROR_LIMIT",
           ERROR_CANCELLED as "CAUSA_ERROR_CANCELLED", ERROR_INTERNAL as "CAUSA_ERROR_INTERNAL",
           NUMBER as "CAUSA_NUMBER", INTEGER as "CAUSA_INTEGER", TRUTH as "CAUSA_TRUTH",
           QUALITY_BELOW as "CAUSA_QUALITY_BELOW", QUALITY_ABOVE as "CAUSA_QUALITY_ABOVE",
           QUALITY_UNIT_ASSUMED as "CAUSA_QUALITY_UNIT_ASSUMED",
           QUALITY_PRELIMINARY as "CAUSA_QUALITY_PRELIMINARY",
           QUALITY_HEMOLYZED as "CAUSA_QUALITY_HEMOLYZED", QUALITY_TIED as "CAUSA_QUALITY_TIED",
           LOG_DEBUG as "CAUSA_LOG_DEBUG", LOG_INFO as "CAUSA_LOG_INFO",
           LOG_WARNING as "CAUSA_LOG_WARNING", LOG_ERROR as "CAUSA_LOG_ERROR",
           TIME_UNKNOWN as "CAUSA_TIME_UNKNOWN");
}
