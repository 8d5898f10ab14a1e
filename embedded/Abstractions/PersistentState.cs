namespace Orleans.Core
{
    /// <summary>Stored state, without its type.</summary>
    public interface IStorage
    {
        /// <summary>The version last read or written; null if there is none.</summary>
        string? Etag { get; }

        /// <summary>Whether the store has a record.</summary>
        bool RecordExists { get; }

        /// <summary>Reads the state anew, giving up what is in memory.</summary>
        Task ReadStateAsync();

        /// <summary>Writes the state, if nobody else has written it since it was read.</summary>
        /// <exception cref="Storage.InconsistentStateException">Somebody has.</exception>
        Task WriteStateAsync();

        /// <summary>Clears the state, if nobody else has written it since it was read.</summary>
        /// <exception cref="Storage.InconsistentStateException">Somebody has.</exception>
        Task ClearStateAsync();
    }

    /// <summary>Stored state.</summary>
    public interface IStorage<TState> : IStorage
    {
        /// <summary>The state in memory; written only by <see cref="IStorage.WriteStateAsync"/>.</summary>
        TState State { get; set; }
    }
}

namespace Orleans.Runtime
{
    /// <summary>A named part of a grain's state, injected with <see cref="PersistentStateAttribute"/> and read before activation.</summary>
    public interface IPersistentState<TState> : Core.IStorage<TState>;

    /// <summary>Asks for a named part of the grain's state from a named storage.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
    {
        /// <summary>The state's name. Stored rows have it, and not the grain class: use each name in one class only.</summary>
        public string StateName { get; } = stateName;

        /// <summary>The storage's name; null: the default one.</summary>
        public string? StorageName { get; } = storageName;
    }
}
