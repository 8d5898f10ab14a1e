using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded;

/// <summary>A grain's state in a storage.</summary>
sealed class PersistentState<TState>(string name, GrainId grainId, IGrainStorage storage) : IPersistentState<TState>
{
    readonly GrainState<TState> _state = new() { State = NewState.Of<TState>() };

    public TState State
    {
        get => _state.State!;
        set => _state.State = value;
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _state.RecordExists;

    public static object For(Activation activation, PersistentStateAttribute attribute)
    {
        var storageName = attribute.StorageName ?? StorageNames.Default;
        var storage = activation.Silo.Services.GetKeyedService<IGrainStorage>(storageName)
            ?? throw new OrleansConfigurationException($"There is no grain storage named '{storageName}' for the state '{attribute.StateName}'.");
        return new PersistentState<TState>(attribute.StateName, activation.GrainId, storage);
    }

    public Task ReadStateAsync() => storage.ReadStateAsync(name, grainId, _state);

    public Task WriteStateAsync() => storage.WriteStateAsync(name, grainId, _state);

    public Task ClearStateAsync() => storage.ClearStateAsync(name, grainId, _state);
}

/// <summary>What a state is when the store has none.</summary>
static class NewState
{
    public static T Of<T>() =>
        typeof(T).IsValueType || typeof(T).GetConstructor(Type.EmptyTypes) is not null
            ? Activator.CreateInstance<T>()
            : (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
}
