using System.IO.Compression;

namespace CustomerGrains.Tool.Import;

/// <summary>One file to import; gzip is recognised by its first bytes, whatever the file is called.</summary>
sealed class InputFile
{
    long _position;

    InputFile(string path, long length) => (FullPath, Name, Length) = (path, Path.GetFileName(path), length);

    public string FullPath { get; }

    public string Name { get; }

    /// <summary>Bytes on disk.</summary>
    public long Length { get; }

    /// <summary>Bytes on disk that were read so far, for the progress bar.</summary>
    public long Position => Volatile.Read(ref _position);

    public static InputFile Find(string path, string directory)
    {
        var full = Path.GetFullPath(path, directory);
        if (Directory.Exists(full)) throw new UserError($"{path} is a directory; name the files in it, for example {path.TrimEnd('/')}/*.csv.gz.");
        if (!File.Exists(full)) throw new UserError($"{path} does not exist.");
        return new InputFile(full, new FileInfo(full).Length);
    }

    public TextReader OpenText() => new StreamReader(Open());

    public Stream Open()
    {
        var file = new FileStream(FullPath, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.SequentialScan);
        Span<byte> magic = stackalloc byte[2];
        var gzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1f, 0x8b];
        file.Position = 0;
        var counted = new CountingStream(file, position => Volatile.Write(ref _position, position));
        return gzip ? new GZipStream(counted, CompressionMode.Decompress) : counted;
    }

    public void Finished() => Volatile.Write(ref _position, Length);

    /// <summary>Reports how far the file was read.</summary>
    sealed class CountingStream(FileStream inner, Action<long> at) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = inner.Read(buffer);
            at(inner.Position);
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
