;; Imports the log of a version that this host does not have.
(component
  (import "pilotbox:plugin/log@0.2.0" (instance)))
