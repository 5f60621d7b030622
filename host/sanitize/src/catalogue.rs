//! What describes a published data set to others' machines: CSVW, DCAT-AP.
