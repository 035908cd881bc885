// SPDX-License-Identifier: Apache-2.0
//! Views of one derive call: the columns that a step needs and the outputs that it provides. They own
//! nothing and are good until derive returns. Asking for a column that isn't there or of another type
//! is an Err (the manifest and the code disagree), which `?` passes on.

use crate::abi;
use std::slice::from_raw_parts;

const INEXACT: u8 = abi::QUALITY_BELOW | abi::QUALITY_ABOVE | abi::QUALITY_TIED;

/// What columns of one type have in common. Rows past the last one are unknown.
#[derive(Clone, Copy)]
struct Rows<'a> {
    count: u32,
    valid: Option<&'a [u64]>,
    time_ms: Option<&'a [i64]>,
    quality: Option<&'a [u8]>,
}

impl<'a> Rows<'a> {
    /// Safety: of a column that the host passed in; `entries` is how many values it has.
    unsafe fn of(column: &abi::Column, count: u32, entries: usize) -> Rows<'a> {
        let words = (count as usize + 63) / 64;
        let (valid, time_ms, quality) = (column.valid, column.time_ms, column.quality);
        unsafe {
            Rows {
                count,
                valid: (!valid.is_null()).then(|| from_raw_parts(valid, words)),
                time_ms: (!time_ms.is_null()).then(|| from_raw_parts(time_ms, entries)),
                quality: (!quality.is_null()).then(|| from_raw_parts(quality, entries)),
            }
        }
    }

    #[inline]
    fn known(&self, row: u32) -> bool {
        row < self.count
            && match self.valid {
                Some(words) => words[(row / 64) as usize] >> (row % 64) & 1 != 0,
                None => true,
            }
    }

    #[inline]
    fn time_ms(&self, row: u32) -> Option<i64> {
        let time_ms = self.time_ms?[row as usize];
        (self.known(row) && time_ms != abi::TIME_UNKNOWN).then(|| time_ms)
    }

    #[inline]
    fn quality(&self, row: u32) -> u8 {
        self.quality.map_or(0, |quality| quality[row as usize])
    }
}

#[derive(Clone, Copy)]
pub struct Numbers<'a> {
    rows: Rows<'a>,
    values: &'a [f64],
}

impl<'a> Numbers<'a> {
    #[inline]
    pub fn get(&self, row: u32) -> Option<f64> {
        self.rows.known(row).then(|| self.values[row as usize])
    }

    /// Nothing if it is a bound ("< 0.3") or one of several values of one instant.
    #[inline]
    pub fn exact(&self, row: u32) -> Option<f64> {
        self.get(row).filter(|_| self.rows.quality(row) & INEXACT == 0)
    }

    /// When it was measured.
    #[inline]
    pub fn time_ms(&self, row: u32) -> Option<i64> {
        self.rows.time_ms(row)
    }

    /// QUALITY_* bits.
    #[inline]
    pub fn quality(&self, row: u32) -> u8 {
        self.rows.quality(row)
    }
}

#[derive(Clone, Copy)]
pub struct Truths<'a> {
    rows: Rows<'a>,
    values: &'a [u8],
}

impl<'a> Truths<'a> {
    /// Some(true): present; Some(false): absent; None: unknown.
    #[inline]
    pub fn get(&self, row: u32) -> Option<bool> {
        self.rows.known(row).then(|| self.values[row as usize] != 0)
    }

    #[inline]
    pub fn present(&self, row: u32) -> bool {
        self.get(row) == Some(true)
    }

    #[inline]
    pub fn absent(&self, row: u32) -> bool {
        self.get(row) == Some(false)
    }

    /// Start or onset.
    #[inline]
    pub fn time_ms(&self, row: u32) -> Option<i64> {
        self.rows.time_ms(row)
    }
}

/// `take: all`: several values of a row, in order of time.
#[derive(Clone, Copy)]
pub struct NumberLists<'a> {
    rows: Rows<'a>,
    values: &'a [f64],
    offsets: &'a [u32],
}

impl<'a> NumberLists<'a> {
    fn range(&self, row: u32) -> std::ops::Range<usize> {
        self.offsets[row as usize] as usize..self.offsets[row as usize + 1] as usize
    }

    pub fn values(&self, row: u32) -> &'a [f64] {
        &self.values[self.range(row)]
    }

    /// As long as values(row); empty if times aren't known for any row.
    pub fn times_ms(&self, row: u32) -> &'a [i64] {
        self.rows.time_ms.map_or(&[], |times| &times[self.range(row)])
    }

    /// As long as values(row); empty if there is nothing to say of any row.
    pub fn qualities(&self, row: u32) -> &'a [u8] {
        self.rows.quality.map_or(&[], |quality| &quality[self.range(row)])
    }
}

pub struct Batch<'a> {
    batch: &'a abi::Batch,
}

impl<'a> Batch<'a> {
    /// # Safety
    /// A batch that the host passed in, or one like it.
    pub unsafe fn of(batch: &'a abi::Batch) -> Batch<'a> {
        Batch { batch }
    }

    pub fn rows(&self) -> std::ops::Range<u32> {
        0..self.batch.row_count
    }

    /// The only clock that a library may use.
    pub fn as_of_ms(&self) -> i64 {
        self.batch.as_of_ms
    }

    pub fn number(&self, index: u32) -> Result<Numbers<'a>, String> {
        let column = self.column(index, abi::NUMBER, false)?;
        let count = self.batch.row_count;
        unsafe {
            let values = slice(column.values.cast(), count as usize);
            Ok(Numbers { rows: Rows::of(column, count, count as usize), values })
        }
    }

    pub fn truth(&self, index: u32) -> Result<Truths<'a>, String> {
        let column = self.column(index, abi::TRUTH, false)?;
        let count = self.batch.row_count;
        unsafe {
            let values = slice(column.values.cast(), count as usize);
            Ok(Truths { rows: Rows::of(column, count, count as usize), values })
        }
    }

    pub fn numbers(&self, index: u32) -> Result<NumberLists<'a>, String> {
        let column = self.column(index, abi::NUMBER, true)?;
        let count = self.batch.row_count;
        unsafe {
            let offsets = from_raw_parts(column.offsets, count as usize + 1);
            let entries = offsets[count as usize] as usize;
            let rows = Rows::of(column, count, entries);
            Ok(NumberLists { rows, values: slice(column.values.cast(), entries), offsets })
        }
    }

    fn column(&self, index: u32, kind: u32, list: bool) -> Result<&'a abi::Column, String> {
        let count = self.batch.column_count;
        if index >= count {
            return Err(format!("column {} asked for, but the step needs only {}", index, count));
        }
        let column = unsafe { &**self.batch.columns.add(index as usize) };
        if column.kind != kind || column.offsets.is_null() == list {
            return Err(format!("column {} is of another type than the manifest says", index));
        }
        Ok(column)
    }
}

/// An empty column may have no memory.
unsafe fn slice<'a, T>(values: *const T, count: usize) -> &'a [T] {
    if count == 0 {
        return &[];
    }
    unsafe { from_raw_parts(values, count) }
}

/// Marks a row as known; false: outside of the batch.
fn mark(output: &abi::Output, rows: u32, row: u32, time_ms: Option<i64>) -> bool {
    if row >= rows {
        return false;
    }
    unsafe {
        *output.valid.add((row / 64) as usize) |= 1u64 << (row % 64);
        if let (Some(time_ms), false) = (time_ms, output.time_ms.is_null()) {
            *output.time_ms.add(row as usize) = time_ms;
        }
    }
    true
}

pub struct NumberOutput<'a> {
    output: &'a abi::Output,
    rows: u32,
}

impl<'a> NumberOutput<'a> {
    /// A value that isn't finite leaves the row unknown.
    #[inline]
    pub fn set(&mut self, row: u32, value: f64, time_ms: Option<i64>) {
        if value.is_finite() && mark(self.output, self.rows, row, time_ms) {
            unsafe { *self.output.values.cast::<f64>().add(row as usize) = value };
        }
    }
}

pub struct TruthOutput<'a> {
    output: &'a abi::Output,
    rows: u32,
}

impl<'a> TruthOutput<'a> {
    #[inline]
    pub fn set(&mut self, row: u32, present: bool, time_ms: Option<i64>) {
        if mark(self.output, self.rows, row, time_ms) {
            unsafe { *self.output.values.cast::<u8>().add(row as usize) = present as u8 };
        }
    }
}

/// The outputs of a step in the order of its `provides`. A row that isn't set stays unknown.
pub struct Outputs<'a> {
    batch: &'a abi::Batch,
    outputs: *const *const abi::Output,
}

impl<'a> Outputs<'a> {
    /// # Safety
    /// What the host passed in, or the like.
    pub unsafe fn of(batch: &'a abi::Batch, outputs: *const *const abi::Output) -> Outputs<'a> {
        Outputs { batch, outputs }
    }

    pub fn number(&self, index: u32) -> Result<NumberOutput<'a>, String> {
        let output = self.output(index, abi::NUMBER)?;
        Ok(NumberOutput { output, rows: self.batch.row_count })
    }

    pub fn truth(&self, index: u32) -> Result<TruthOutput<'a>, String> {
        let output = self.output(index, abi::TRUTH)?;
        Ok(TruthOutput { output, rows: self.batch.row_count })
    }

    fn output(&self, index: u32, kind: u32) -> Result<&'a abi::Output, String> {
        let count = self.batch.output_count;
        if index >= count {
            return Err(format!("output {} asked for, but the step provides only {}", index, count));
        }
        let output = unsafe { &**self.outputs.add(index as usize) };
        if output.kind != kind {
            return Err(format!("output {} is of another type than the manifest says", index));
        }
        Ok(output)
    }
}
