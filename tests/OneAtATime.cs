// One test at a time. A number handed to TorchSharp becomes a native object that its finalizer frees, and nothing keeps it alive
// during the native call: a collection that another thread asks for in that moment frees it under the call ("Unknown scalar type",
// or a wrong number). One run in a process is safe, because it collects between its own calls; two are not (docs/decisions/0004).
[assembly: CollectionBehavior(DisableTestParallelization = true)]
