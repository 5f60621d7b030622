;; Exports the interface without its function.
(component
  (instance (export "pilotbox:mobility/parking-forecast@0.1.0")))
