using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded;

/// <summary>Keeps states in memory as long as the silo runs. As bytes, so that a grain never shares an object with it.</summary>
sealed class MemoryGrainStorage(IGrainStorageSerializer? serializer) : IGrainStorage
{
    readonly ConcurrentDictionary<(string Name, GrainId Id), Row> _rows = new();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = _rows.GetValueOrDefault((stateName, grainId));
        grainState.State = row?.Payload is { } payload ? Deserialize<T>(payload) : NewState.Of<T>();
        grainState.ETag = row?.ETag;
        grainState.RecordExists = row?.Payload is not null;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Replace(stateName, grainId, grainState, Serialize(grainState.State));
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is null) return Task.CompletedTask;
        Replace(stateName, grainId, grainState, null);
        grainState.State = NewState.Of<T>();
        return Task.CompletedTask;
    }

    void Replace<T>(string stateName, GrainId grainId, IGrainState<T> state, BinaryData? payload)
    {
        var key = (stateName, grainId);
        var known = _rows.GetValueOrDefault(key);
        var next = new Row(payload, (int.Parse(known?.ETag ?? "0", CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture));
        var written = known?.ETag == state.ETag && (known is null ? _rows.TryAdd(key, next) : _rows.TryUpdate(key, next, known));
        if (!written) throw new InconsistentStateException($"{stateName} of {grainId} was written by somebody else.", known?.ETag, state.ETag);
        state.ETag = next.ETag;
        state.RecordExists = payload is not null;
    }

    BinaryData Serialize<T>(T? state) => serializer?.Serialize(state) ?? BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(state));

    T? Deserialize<T>(BinaryData payload) => serializer is null ? JsonSerializer.Deserialize<T>(payload.ToMemory().Span) : serializer.Deserialize<T>(payload);

    sealed record Row(BinaryData? Payload, string ETag);
}
