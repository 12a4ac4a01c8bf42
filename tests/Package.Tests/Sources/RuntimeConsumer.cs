using System;
using System.Net;
using System.Net.Sockets;
using SocketAnalyzers;

using var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();
using var client = new TcpClient();
client.Connect((IPEndPoint)listener.LocalEndpoint);
var server = listener.AcceptSocket();
client.Client.Send(new byte[5]);
client.Client.CompleteWrites();
var result = await server.CloseGracefullyAsync();
Console.WriteLine($"{result.Outcome} {result.DrainedBytes}");
