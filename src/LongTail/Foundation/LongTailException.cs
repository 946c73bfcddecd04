namespace LongTail.Foundation;

/// <summary>What went wrong in terms the user can act on. Messages read: found, expected, what to do.</summary>
public abstract class LongTailException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A recipe names something unknown or sets a value out of range.</summary>
public sealed class RecipeException(string message, Exception? inner = null) : LongTailException(message, inner);

/// <summary>Images, labels or their files are missing or not as their format says.</summary>
public class DataException(string message, Exception? inner = null) : LongTailException(message, inner);

/// <summary>A model file or checkpoint is damaged, unsafe or of another architecture.</summary>
public sealed class ModelFileException(string message, Exception? inner = null) : LongTailException(message, inner);

/// <summary>The native library, the device or the operating system cannot be used, or there is too little memory.</summary>
public sealed class PlatformException(string message, Exception? inner = null) : LongTailException(message, inner);

/// <summary>Results cannot be written: permission, space or a file in the way.</summary>
public sealed class StorageException(string message, Exception? inner = null) : LongTailException(message, inner);

/// <summary>Another run is using the folder.</summary>
public sealed class FolderInUseException(string message, Exception? inner = null) : LongTailException(message, inner);

/// <summary>The loss is no longer a finite number.</summary>
public class DivergedException(string message, Exception? inner = null) : LongTailException(message, inner);
