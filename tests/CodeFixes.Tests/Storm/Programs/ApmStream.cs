using System;
using System.IO;
using System.Net.Sockets;

Host.ForEachClient(client => new Echo(client).Start());

public sealed class Echo
{
    private readonly NetworkStream _stream;
    private readonly byte[] _buffer = new byte[64];

    public Echo(Socket client) => _stream = new NetworkStream(client, ownsSocket: true);

    public void Start() => _stream.BeginRead(_buffer, 0, 64, OnRead, null);

    private void OnRead(IAsyncResult result)
    {
        var count = _stream.EndRead(result);
        if (count == 0)
        {
            _stream.Dispose();
            return;
        }

        _stream.BeginWrite(_buffer, 0, count, OnWritten, null);
    }

    private void OnWritten(IAsyncResult result)
    {
        _stream.EndWrite(result);

        try
        {
            _stream.BeginRead(_buffer, 0, 64, OnRead, null);
        }
        catch (IOException)
        {
            _stream.Dispose();
        }
    }
}
