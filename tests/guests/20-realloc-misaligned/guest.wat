;; Hands out memory at an odd address.
(module
  (memory (export "memory") 2)
  ;; Answers one forecast of a half.
  (data (i32.const 0) "\00\00\00\00\10\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\00\00\e0\3f")
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    i32.const 1025)
  (func (export "pilotbox:mobility/parking-forecast@0.1.0#forecast")
    (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
    i32.const 0))
