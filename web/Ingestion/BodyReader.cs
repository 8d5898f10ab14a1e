using System.IO.Compression;

namespace CustomerGrains.Web.Ingestion;

/// <summary>Reads a request's body whole, unpacked, and never more of it than the limit.</summary>
static class BodyReader
{
    /// <summary>The bytes to parse, or why there are none.</summary>
    /// <exception cref="BadHttpRequestException">The client broke off or was too slow.</exception>
    public static async ValueTask<(PooledBody? Body, Refusal? Refusal)> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var encoding = request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant();
        if (encoding is not ("" or "identity" or "gzip" or "x-gzip"))
            return (null, new(StatusCodes.Status415UnsupportedMediaType, "Content-Encoding", encoding, "Send the body plain or compressed with gzip."));
        if (request.ContentLength > limit) return (null, TooLarge(limit));

        var body = new PooledBody((int)(request.ContentLength ?? 16_384) + 1);
        try
        {
            if (!await FillAsync(body, request.Body, limit, cancellationToken))
            {
                body.Dispose();
                return (null, TooLarge(limit));
            }
            // The magic bytes decide, not the header: some clients forget it, and some proxies unpack the body and keep the header.
            return body.Filled.Span is [0x1f, 0x8b, ..] ? Unpack(body, limit) : (body, null);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    static (PooledBody?, Refusal?) Unpack(PooledBody packed, int limit)
    {
        var body = new PooledBody(packed.Length * 4);
        try
        {
            using var gzip = new GZipStream(packed.AsStream(), CompressionMode.Decompress);
            // The limit holds while unpacking: a bomb costs half a megabyte and no more.
            if (Fill(body, gzip, limit)) return (body, null);
            body.Dispose();
            return (null, TooLarge(limit));
        }
        catch (InvalidDataException)
        {
            body.Dispose();
            return (null, new(StatusCodes.Status400BadRequest, "body", null, "The body starts like gzip but can't be unpacked: it is damaged or cut off."));
        }
        finally
        {
            packed.Dispose();
        }
    }

    static async ValueTask<bool> FillAsync(PooledBody body, Stream source, int limit, CancellationToken cancellationToken)
    {
        while (body.Length <= limit)
        {
            var count = await source.ReadAsync(body.Space(), cancellationToken);
            if (count == 0) return true;
            body.Advance(count);
        }
        return false;
    }

    static bool Fill(PooledBody body, Stream source, int limit)
    {
        while (body.Length <= limit)
        {
            var count = source.Read(body.Space().Span);
            if (count == 0) return true;
            body.Advance(count);
        }
        return false;
    }

    static Refusal TooLarge(int limit) =>
        new(StatusCodes.Status413PayloadTooLarge, "body", null, $"A body has at most {limit} bytes after unpacking: send fewer events at once.");
}
