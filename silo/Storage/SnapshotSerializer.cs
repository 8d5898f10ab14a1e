using System.Text.Json;
using Orleans.Storage;

namespace CustomerGrains.Silo.Storage;

/// <summary>Snapshots as plain JSON, without the type names that the default serializer writes: classes can be renamed and moved.</summary>
sealed class SnapshotSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input));

    public T? Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input);
}
