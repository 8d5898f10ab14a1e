namespace Orleans.Runtime
{
    /// <summary>What the engine itself throws.</summary>
    public class OrleansException : Exception
    {
        /// <summary>An unexpected error.</summary>
        public OrleansException() : base("Unexpected error.")
        {
        }

        /// <inheritdoc/>
        public OrleansException(string message) : base(message)
        {
        }

        /// <inheritdoc/>
        public OrleansException(string message, Exception? innerException) : base(message, innerException)
        {
        }
    }

    /// <summary>A message was not accepted.</summary>
    public class OrleansMessageRejectionException : OrleansException
    {
        /// <inheritdoc/>
        public OrleansMessageRejectionException(string message) : base(message)
        {
        }
    }

    /// <summary>The silo does not run (yet, or any more).</summary>
    public sealed class SiloUnavailableException : OrleansMessageRejectionException
    {
        /// <inheritdoc/>
        public SiloUnavailableException(string message) : base(message)
        {
        }
    }

    /// <summary>An observer is gone: deleted or collected.</summary>
    public sealed class ClientNotAvailableException : OrleansException
    {
        /// <inheritdoc/>
        public ClientNotAvailableException(string message) : base(message)
        {
        }
    }

    /// <summary>The set-up of the silo is wrong.</summary>
    public sealed class OrleansConfigurationException : Exception
    {
        /// <inheritdoc/>
        public OrleansConfigurationException(string message) : base(message)
        {
        }

        /// <inheritdoc/>
        public OrleansConfigurationException(string message, Exception innerException) : base(message, innerException)
        {
        }
    }
}

namespace Orleans.Serialization
{
    /// <summary>A value of this type can't cross calls: mark the type with <see cref="GenerateSerializerAttribute"/>.</summary>
    public sealed class CodecNotFoundException : Exception
    {
        /// <inheritdoc/>
        public CodecNotFoundException(string message) : base(message)
        {
        }
    }
}

namespace Orleans.Storage
{
    /// <summary>Somebody else has written the state since it was read. The activation that runs into it ends.</summary>
    public sealed class InconsistentStateException : Runtime.OrleansException
    {
        /// <inheritdoc/>
        public InconsistentStateException(string message) : base(message)
        {
        }

        /// <summary>With the two versions.</summary>
        public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag) : base(errorMsg)
        {
            StoredEtag = storedEtag;
            CurrentEtag = currentEtag;
        }

        /// <summary>The version in the store.</summary>
        public string? StoredEtag { get; }

        /// <summary>The version in memory.</summary>
        public string? CurrentEtag { get; }

        // The activation whose storage threw ends; callers that merely let the exception pass through live on.
        internal bool IsSourceActivation { get; set; } = true;
    }
}
