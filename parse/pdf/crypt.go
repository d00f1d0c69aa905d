package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"

	"gongkai/disclosure"
)

// decryptor undoes the standard encryption of a file that opens without a
// password (ISO 32000-2, 7.6).
type decryptor struct {
	key []byte
	// method of the streams and of the strings.
	streams, texts method
	// number is the encryption dictionary's own object, which is not encrypted.
	number int
}

type method uint8

const (
	methodNone method = iota
	methodRC4
	methodAES
	methodAES256
)

var passwordPad = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08" +
	"\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// security is the encryption dictionary.
type security struct {
	filter                  string
	version, revision, bits int
	permissions             int64
	owner, user, userKey    []byte
	streamFilter, strFilter string
	methods                 map[string]string
	metadata                bool
}

func locked(err error) error {
	return unreadable(disclosure.Encrypted, "PDF 文件已加密，需要密码", err)
}

// newDecryptor derives the file's key from the empty password.
func newDecryptor(trailer value) (*decryptor, error) {
	dictionary := trailer.key("Encrypt")
	if !dictionary.isDictionary() {
		return nil, damaged("encryption dictionary is missing")
	}
	s := readSecurity(dictionary.raw)
	if s.filter != "Standard" {
		return nil, locked(fmt.Errorf("security handler %q", s.filter))
	}
	d := &decryptor{}
	if ref, ok := trailer.entry("Encrypt").reference(); ok {
		d.number = ref.number
	}
	switch s.version {
	case 1, 2, 3:
		d.streams, d.texts = methodRC4, methodRC4
	case 4, 5:
		d.streams, d.texts = s.method(s.streamFilter), s.method(s.strFilter)
	default:
		return nil, locked(fmt.Errorf("encryption version %d", s.version))
	}
	if s.version == 5 {
		d.key = s.key256()
	} else {
		id := trailer.key("ID").elements()
		d.key = s.key128(id.next().bytes())
	}
	if d.key == nil {
		return nil, locked(fmt.Errorf("the empty password does not open it"))
	}
	return d, nil
}

func readSecurity(raw []byte) *security {
	s := &security{bits: 40, methods: map[string]string{}, metadata: true, streamFilter: "Identity", strFilter: "Identity"}
	lex := &lexer{data: raw}
	lex.next()
	// The names of crypt filters are keys of /CF, one dictionary deeper than the
	// entries; a stack of the keys tells where a value belongs.
	var path []string
	key := ""
	for {
		kind := lex.next()
		switch kind {
		case tokenEnd:
			return s
		case tokenDictOpen:
			if len(path) > maxNesting {
				return s
			}
			path = append(path, key)
			key = ""
			continue
		case tokenDictClose:
			if len(path) == 0 {
				return s
			}
			path, key = path[:len(path)-1], ""
			continue
		case tokenArrayOpen, tokenArrayClose:
			continue
		}
		if key == "" {
			if kind == tokenName {
				key = string(lex.text)
			}
			continue
		}
		s.set(path, key, kind, lex)
		key = ""
	}
}

func (s *security) set(path []string, key string, kind tokenKind, lex *lexer) {
	text := bytes.Clone(lex.text)
	if len(path) == 2 && path[0] == "CF" {
		if key == "CFM" {
			s.methods[path[1]] = string(text)
		}
		return
	}
	if len(path) != 0 {
		return
	}
	switch key {
	case "Filter":
		s.filter = string(text)
	case "V":
		s.version = int(lex.number)
	case "R":
		s.revision = int(lex.number)
	case "Length":
		if kind == tokenNumber {
			s.bits = int(lex.number)
		}
	case "P":
		s.permissions = int64(lex.number)
	case "O":
		s.owner = text
	case "U":
		s.user = text
	case "UE":
		s.userKey = text
	case "StmF":
		s.streamFilter = string(text)
	case "StrF":
		s.strFilter = string(text)
	case "EncryptMetadata":
		s.metadata = string(text) != "false"
	}
}

func (s *security) method(filter string) method {
	switch s.methods[filter] {
	case "V2":
		return methodRC4
	case "AESV2":
		return methodAES
	case "AESV3":
		return methodAES256
	}
	return methodNone
}

// key128 is algorithm 2 with the check of algorithms 4 and 5; nil where the
// empty password is wrong.
func (s *security) key128(id []byte) []byte {
	if len(s.owner) < 32 || len(s.user) < 32 {
		return nil
	}
	length := s.bits / 8
	if s.version == 1 || s.revision == 2 {
		length = 5
	} else if s.version == 4 {
		length = 16
	}
	if length < 5 || length > 16 {
		return nil
	}
	hash := md5.New()
	hash.Write(passwordPad)
	hash.Write(s.owner[:32])
	p := uint32(s.permissions)
	hash.Write([]byte{byte(p), byte(p >> 8), byte(p >> 16), byte(p >> 24)})
	hash.Write(id)
	if s.revision >= 4 && !s.metadata {
		hash.Write([]byte{255, 255, 255, 255})
	}
	key := hash.Sum(nil)
	if s.revision >= 3 {
		for range 50 {
			sum := md5.Sum(key[:length])
			key = sum[:]
		}
	}
	key = key[:length]
	if s.revision == 2 {
		if !bytes.Equal(applyRC4(key, passwordPad), s.user[:32]) {
			return nil
		}
		return key
	}
	check := md5.Sum(append(bytes.Clone(passwordPad), id...))
	sum := applyRC4(key, check[:])
	for i := byte(1); i < 20; i++ {
		turned := bytes.Clone(key)
		for j := range turned {
			turned[j] ^= i
		}
		sum = applyRC4(turned, sum)
	}
	if !bytes.Equal(sum, s.user[:16]) {
		return nil
	}
	return key
}

// key256 is algorithm 2.A for the empty user password; nil where it is wrong.
func (s *security) key256() []byte {
	if len(s.user) < 48 || len(s.userKey) < 32 {
		return nil
	}
	if !bytes.Equal(s.hash256(s.user[32:40]), s.user[:32]) {
		return nil
	}
	block, err := aes.NewCipher(s.hash256(s.user[40:48]))
	if err != nil {
		return nil
	}
	key := make([]byte, 32)
	cipher.NewCBCDecrypter(block, make([]byte, 16)).CryptBlocks(key, s.userKey[:32])
	return key
}

// hash256 is algorithm 2.B for the empty password.
func (s *security) hash256(salt []byte) []byte {
	sum := sha256.Sum256(salt)
	key := sum[:]
	if s.revision < 6 {
		return key
	}
	for round := 0; ; round++ {
		text := bytes.Repeat(key, 64)
		block, err := aes.NewCipher(key[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(block, key[16:32]).CryptBlocks(text, text)
		remainder := 0
		for _, c := range text[:16] {
			remainder += int(c)
		}
		switch remainder % 3 {
		case 0:
			next := sha256.Sum256(text)
			key = next[:]
		case 1:
			next := sha512.Sum384(text)
			key = next[:]
		case 2:
			next := sha512.Sum512(text)
			key = next[:]
		}
		// The last byte of a round ends the loop from round 64 on; it is below 256.
		if round >= 63 && int(text[len(text)-1]) <= round-31 {
			return key[:32]
		}
	}
}

func applyRC4(key, data []byte) []byte {
	stream, err := rc4.NewCipher(key)
	if err != nil {
		return nil
	}
	out := make([]byte, len(data))
	stream.XORKeyStream(out, data)
	return out
}

// decrypt undoes the encryption of one string or stream of an object.
func (d *decryptor) decrypt(how method, o *object, data []byte) []byte {
	switch how {
	case methodRC4:
		return applyRC4(d.objectKey(o, ""), data)
	case methodAES:
		return undoCBC(d.objectKey(o, "sAlT"), data)
	case methodAES256:
		return undoCBC(d.key, data)
	}
	return data
}

func (d *decryptor) objectKey(o *object, salt string) []byte {
	hash := md5.New()
	hash.Write(d.key)
	hash.Write([]byte{byte(o.number), byte(o.number >> 8), byte(o.number >> 16), byte(o.generation), byte(o.generation >> 8)})
	hash.Write([]byte(salt))
	return hash.Sum(nil)[:min(len(d.key)+5, 16)]
}

// undoCBC decrypts data that begins with its initialization vector and ends
// with padding.
func undoCBC(key, data []byte) []byte {
	if len(data) < 2*aes.BlockSize {
		return nil
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil
	}
	vector, text := data[:aes.BlockSize], data[aes.BlockSize:]
	text = bytes.Clone(text[:len(text)-len(text)%aes.BlockSize])
	cipher.NewCBCDecrypter(block, vector).CryptBlocks(text, text)
	if pad := int(text[len(text)-1]); pad >= 1 && pad <= aes.BlockSize {
		text = text[:len(text)-pad]
	}
	return text
}

// stream undoes the encryption of a stream's bytes.
func (d *decryptor) stream(o *object, data []byte) []byte { return d.decrypt(d.streams, o, data) }

// text undoes the encryption of a string that stands in an object. Those in object
// streams are encrypted with their stream.
func (d *decryptor) text(o *object, data []byte) []byte {
	if o.source != 0 || int(o.number) == d.number {
		return data
	}
	return d.decrypt(d.texts, o, data)
}
