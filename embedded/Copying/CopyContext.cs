namespace Orleans.Embedded;

/// <summary>One copy in progress: what is referred to twice is copied once, and circles end.</summary>
sealed class CopyContext
{
    Dictionary<object, object>? _copies;

    public object? Find(object original) => _copies?.GetValueOrDefault(original);

    public void Add(object original, object copy) => (_copies ??= new(ReferenceEqualityComparer.Instance)).TryAdd(original, copy);
}
