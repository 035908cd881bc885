// SPDX-License-Identifier: Apache-2.0
//! Tests of a derive step without a host: columns from plain values, outputs read back.
//!
//! ```ignore
//! let mut step = causa::testing::Step::new(2);                       // two patients
//! step.number(&[Some(2.0), None], &[]).number(&[Some(30.0), Some(40.0)], &[]);
//! step.number_output();
//! step.run(&module, 0).unwrap();
//! assert_eq!(step.number_at(0, 1), None);                            // output 0 of row 1
//! ```
//!
//! Values of unknown rows are poisoned (NaN, 255), so that a step that forgets to ask shows it.

use crate::{abi, Batch, Module, Outputs};
use std::os::raw::c_void;

#[derive(Default)]
struct Memory {
    numbers: Vec<f64>,
    truths: Vec<u8>,
    valid: Vec<u64>,
    offsets: Vec<u32>,
    times: Vec<i64>,
}

impl Memory {
    fn values(&self, kind: u32) -> *const c_void {
        if kind == abi::NUMBER { self.numbers.as_ptr().cast() } else { self.truths.as_ptr().cast() }
    }
}

pub struct Step {
    rows: usize,
    as_of_ms: i64,
    columns: Vec<(u32, Memory)>,
    outputs: Vec<(u32, Memory)>,
}

impl Step {
    pub fn new(rows: usize) -> Step {
        Step { rows, as_of_ms: 0, columns: Vec::new(), outputs: Vec::new() }
    }

    pub fn as_of_ms(&mut self, as_of_ms: i64) -> &mut Step {
        self.as_of_ms = as_of_ms;
        self
    }

    /// `times`: one a row (causa::TIME_UNKNOWN where it isn't known), or none at all.
    pub fn number(&mut self, values: &[Option<f64>], times: &[i64]) -> &mut Step {
        let mut memory = self.memory(values, times);
        memory.numbers = values.iter().map(|value| value.unwrap_or(f64::NAN)).collect();
        self.columns.push((abi::NUMBER, memory));
        self
    }

    /// Times are starts or onsets.
    pub fn truth(&mut self, values: &[Option<bool>], times: &[i64]) -> &mut Step {
        let mut memory = self.memory(values, times);
        memory.truths = values.iter().map(|value| value.map_or(255, u8::from)).collect();
        self.columns.push((abi::TRUTH, memory));
        self
    }

    /// `take: all`: for each row its values in order of time.
    pub fn numbers(&mut self, lists: &[&[f64]], times: &[i64]) -> &mut Step {
        let known: Vec<_> = lists.iter().map(|list| list.first()).collect();
        let mut memory = self.memory(&known, &[]);
        memory.offsets.push(0);
        for list in lists {
            memory.numbers.extend_from_slice(list);
            memory.offsets.push(memory.numbers.len() as u32);
        }
        assert!(times.is_empty() || times.len() == memory.numbers.len(), "a time for each value");
        memory.times = times.to_vec();
        self.columns.push((abi::NUMBER, memory));
        self
    }

    pub fn number_output(&mut self) -> &mut Step {
        self.outputs.push((abi::NUMBER, Memory::default()));
        self
    }

    pub fn truth_output(&mut self) -> &mut Step {
        self.outputs.push((abi::TRUTH, Memory::default()));
        self
    }

    /// Calls the module as the host would.
    pub fn run<M: Module>(&mut self, module: &M, step: u32) -> Result<(), String> {
        let (rows, words) = (self.rows, (self.rows + 63) / 64);
        for (_, memory) in &mut self.outputs {
            *memory = Memory {
                numbers: vec![f64::NAN; rows],
                truths: vec![255; rows],
                valid: vec![0; words],
                times: vec![abi::TIME_UNKNOWN; rows],
                ..Memory::default()
            };
        }
        let columns: Vec<_> = self.columns.iter().map(|(kind, memory)| column(*kind, memory)).collect();
        let outputs: Vec<_> = self.outputs.iter_mut().map(|(kind, memory)| output(*kind, memory)).collect();
        let columns: Vec<*const abi::Column> = columns.iter().map(|it| it as *const _).collect();
        let outputs: Vec<*const abi::Output> = outputs.iter().map(|it| it as *const _).collect();
        let batch = abi::Batch {
            struct_size: std::mem::size_of::<abi::Batch>() as u32,
            row_count: rows as u32,
            column_count: columns.len() as u32,
            output_count: outputs.len() as u32,
            as_of_ms: self.as_of_ms,
            columns: columns.as_ptr(),
        };
        unsafe { module.derive(step, &Batch::of(&batch), &mut Outputs::of(&batch, outputs.as_ptr())) }
    }

    pub fn number_at(&self, output: usize, row: usize) -> Option<f64> {
        self.known_at(output, row).then(|| self.outputs[output].1.numbers[row])
    }

    pub fn truth_at(&self, output: usize, row: usize) -> Option<bool> {
        self.known_at(output, row).then(|| self.outputs[output].1.truths[row] != 0)
    }

    pub fn time_at(&self, output: usize, row: usize) -> Option<i64> {
        let time_ms = self.outputs[output].1.times[row];
        (time_ms != abi::TIME_UNKNOWN).then(|| time_ms)
    }

    fn known_at(&self, output: usize, row: usize) -> bool {
        self.outputs[output].1.valid[row / 64] >> (row % 64) & 1 != 0
    }

    fn memory<T>(&self, values: &[Option<T>], times: &[i64]) -> Memory {
        assert_eq!(values.len(), self.rows, "a value for each row");
        assert!(times.is_empty() || times.len() == self.rows, "a time for each row, or none");
        let mut memory = Memory { valid: vec![0; (self.rows + 63) / 64], ..Memory::default() };
        for (row, value) in values.iter().enumerate() {
            memory.valid[row / 64] |= u64::from(value.is_some()) << (row % 64);
        }
        memory.times = times.to_vec();
        memory
    }
}

fn pointer_or_null<T>(values: &[T]) -> *const T {
    if values.is_empty() { std::ptr::null() } else { values.as_ptr() }
}

fn column(kind: u32, memory: &Memory) -> abi::Column {
    abi::Column {
        struct_size: std::mem::size_of::<abi::Column>() as u32,
        kind,
        values: memory.values(kind),
        valid: memory.valid.as_ptr(),
        offsets: pointer_or_null(&memory.offsets),
        time_ms: pointer_or_null(&memory.times),
        quality: std::ptr::null(),
    }
}

fn output(kind: u32, memory: &mut Memory) -> abi::Output {
    abi::Output {
        struct_size: std::mem::size_of::<abi::Output>() as u32,
        kind,
        values: if kind == abi::NUMBER { memory.numbers.as_mut_ptr().cast() } else { memory.truths.as_mut_ptr().cast() },
        valid: memory.valid.as_mut_ptr(),
        time_ms: memory.times.as_mut_ptr(),
    }
}
