namespace LongTail.Foundation;

/// <summary>Marks a property that cannot change the trained weights.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotInKeyAttribute : Attribute;

/// <summary>Marks a property that is left out of the key while it has its type's default value (null, zero, false, empty), so that adding it changes no old key.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OmittedFromKeyWhenDefaultAttribute : Attribute;
